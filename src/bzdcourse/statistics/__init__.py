"""What the numbers of a class say of questions and of learning: pure functions of arrays."""

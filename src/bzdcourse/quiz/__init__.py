"""Questions as data: parsed, answered, scored and explained without any notebook library."""

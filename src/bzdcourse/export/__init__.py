"""The banks in formats that learning platforms import: Moodle XML, QTI 2.1 and GIFT."""

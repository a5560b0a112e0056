"""Training and evaluation of the shipped model; the program itself only reads what they write."""

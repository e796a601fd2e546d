"""What the report of a model is made of: one module a question."""

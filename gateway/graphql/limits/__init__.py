"""Document limits: size and shape, cost, and the validation rules."""

"""Commands: validated, immutable requests to the services. Building one is all the validation."""

"""Background work: what is due in tables is claimed under leases, by any number of processes."""

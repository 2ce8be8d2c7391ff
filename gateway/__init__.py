"""numbergate: the phone numbers of a project, and what answers their calls and messages."""

"""What we send: letters and reminders, through one outbox."""

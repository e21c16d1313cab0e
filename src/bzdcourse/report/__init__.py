"""Pages and tables that tell an instructor how a class did, without telling who."""

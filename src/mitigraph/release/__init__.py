"""What ships but is not authored: made from schemes and tables, and checked to be up to date."""

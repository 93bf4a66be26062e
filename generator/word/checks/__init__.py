"""What must hold in every Word file that the program writes."""

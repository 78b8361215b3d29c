"""How profiles, exercises and recommendations show themselves in a notebook."""

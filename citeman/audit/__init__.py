"""Does every given identifier name the work that its text describes?"""

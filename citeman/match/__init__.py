"""The same work or not?"""

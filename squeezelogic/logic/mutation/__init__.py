"""Mutation testing of rulebooks: which small edits do its cases, laws and checks detect?"""

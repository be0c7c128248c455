"""Signing in and staying safe: sessions, password, second factors, what locks when guessed at.
Owns no tables: organisation keeps the sessions, django-allauth the second factors.
Must not change anything for anybody but the one who is signing in.
"""

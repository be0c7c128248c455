"""The ground under every room: time, money, ids, the job queue by name, the live bell.
Owns no tables. Knows no word of the contact centre: nothing here may import a room.
"""

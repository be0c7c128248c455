"""What people of a client can do, and how well.
Owns Skill, Ability.
Must not know for which tickets a skill is needed.
"""

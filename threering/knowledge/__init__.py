"""What we know how to say: saved replies in their languages, for whom, and when each was used.
Owns SavedReply, SavedReplyText and SavedReplyUse. Later it owns the help centre's articles too.
Must not know who routes or measures tickets, nor what a page or a composer is.
"""

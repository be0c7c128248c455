"""The worker: understands what arrived, sends what waits, keeps the timetable.
Owns no tables; calls stories. Arrivals and deliveries are their own queues.
Must not know the web.
"""

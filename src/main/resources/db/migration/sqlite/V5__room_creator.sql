-- The address from which the first message of a room was sent, an IPv6 network of 64 bits as one; null if it is unknown.
-- Rooms of the address with the most rooms give way when there are too many.
ALTER TABLE room ADD COLUMN creator TEXT;

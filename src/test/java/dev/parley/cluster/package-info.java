/**
 * Checks several nodes on one PostgreSQL. Clients write transcripts of what they sent and received, and {@link
 * dev.parley.cluster.ClusterChecker} compares these files with the log of the database. It sees nothing else, so that it can
 * check runs within one JVM, runs of processes, and runs of nodes with a defect on purpose. Threads belong to the clients.
 */
@NullMarked
package dev.parley.cluster;

import org.jspecify.annotations.NullMarked;

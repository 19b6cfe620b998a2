package io.pocket.control.quota;

/**
 * One node's part of a job's byte quota.
 *
 * @param node node id
 * @param limitBytes at least 1, for the wire knows no bound of 0
 */
public record NodeShare(int node, long limitBytes) {}

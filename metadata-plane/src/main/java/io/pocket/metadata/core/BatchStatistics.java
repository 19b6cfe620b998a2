package io.pocket.metadata.core;

/**
 * What became of batches since the start.
 *
 * @param batches carried out
 * @param requests in them
 * @param withoutRoom requests whose answer did not fit, or that could not wait, so that they got BUSY
 * @param waiting batches that are not answered yet, now
 * @param waitingBytes memory for their answers, now
 */
public record BatchStatistics(long batches, long requests, long withoutRoom, int waiting, long waitingBytes) {}

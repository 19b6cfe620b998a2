/**
 * Quotas of jobs: what a job may hold and ask for in all, and how that is split over its shards and nodes. Values and pure functions;
 * {@code rebalance} moves shares to where they are wanted.
 */
package io.pocket.control.quota;

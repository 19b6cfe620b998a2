/**
 * Moves shares of quotas, each second, from shards that do not use them to shards that want them. The plan is a pure function of what
 * shards tell; carrying it out never lets a job have more than its quota at any moment.
 */
package io.pocket.control.rebalance;

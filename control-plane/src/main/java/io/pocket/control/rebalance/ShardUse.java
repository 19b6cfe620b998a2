package io.pocket.control.rebalance;

import io.pocket.control.quota.ShardShare;

/**
 * What a job uses on one of its shards.
 *
 * @param used in the form of a share; of operations, those asked for in a second, refused ones included
 * @param active whether the job's clients asked for anything since the last look: nobody else wants more than there is
 */
record ShardUse(ShardShare used, boolean active) {}

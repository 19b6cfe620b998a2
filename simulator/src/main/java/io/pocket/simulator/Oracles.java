package io.pocket.simulator;

/** What sees every message of the clients and knows what may be in it. */
record Oracles(ChunkOracle chunks, ClaimOracle claims) {
    Oracles(Violations violations) {
        this(new ChunkOracle(violations), new ClaimOracle(violations));
    }
}

package io.pocket.cli.cluster;

/**
 * Whether the controller reaches a shard or a node.
 *
 * @param state {@code up} if it does
 */
record MemberState(String state) {

    boolean isUp() {
        return state.equals("up");
    }
}

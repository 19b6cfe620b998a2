package io.pocket.data;

import java.util.ArrayDeque;
import java.util.Deque;

/** Sessions whose next WRITE found no staging buffer; their connections are not read meanwhile. */
final class WaitingSessions {

    private final Deque<NodeSession> waiting = new ArrayDeque<>();

    void add(NodeSession session) {
        if (!session.isWaitingForRoom()) {
            session.waitingForRoom(true);
            waiting.add(session);
        }
    }

    void remove(NodeSession session) {
        if (session.isWaitingForRoom()) {
            session.waitingForRoom(false);
            waiting.remove(session);
        }
    }

    /** Room may have come: lets all that wait ask again, in order. Whoever finds none joins the end. */
    void wake() {
        for (int count = waiting.size(); count > 0 && !waiting.isEmpty(); count--) {
            NodeSession session = waiting.poll();
            session.waitingForRoom(false);
            session.peer().resume();
        }
    }
}

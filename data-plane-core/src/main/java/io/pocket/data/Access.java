package io.pocket.data;

import io.pocket.protocol.Opcode;
import io.pocket.protocol.Role;
import io.pocket.protocol.Status;
import io.pocket.protocol.UploadId;
import io.pocket.protocol.WeightMap;
import io.pocket.protocol.message.Hello;
import io.pocket.protocol.message.HelloReply;
import io.pocket.protocol.token.Principal;
import io.pocket.protocol.token.TokenException;
import io.pocket.protocol.token.TokenVerifier;

/** Who may do what: HELLO, and the check that each later request passes. */
final class Access {

    private final NodeCore core;
    private final NodeConfig config;
    private final TokenVerifier tokens;
    private final Answers answers;
    private final JobTable jobs;
    private long nowEpochSeconds;

    Access(
            NodeCore core,
            NodeConfig config,
            TokenVerifier verifier,
            Answers answers,
            JobTable jobs,
            long nowEpochSeconds) {
        this.core = core;
        this.config = config;
        this.answers = answers;
        this.jobs = jobs;
        this.nowEpochSeconds = nowEpochSeconds;
        tokens = new VerifiedTokens(verifier);
    }

    void tick(long epochSeconds) {
        nowEpochSeconds = epochSeconds;
    }

    void hello(NodeSession session, long requestId, Hello hello) {
        if (hello.protocolVersion() < Hello.VERSION) {
            String detail = "this node speaks protocol version " + Hello.VERSION + ", not " + hello.protocolVersion();
            answers.refuse(session, Opcode.HELLO, requestId, Status.UNSUPPORTED, detail);
        } else if (!core.mayGreet(hello)) {
            String detail = "this is node " + config.nodeId() + " incarnation " + core.incarnation() + ", not node "
                    + hello.expectedId() + " incarnation " + hello.expectedIncarnation() + ": look the object up again";
            answers.refuse(session, Opcode.HELLO, requestId, Status.WRONG_NODE, detail);
        } else {
            authenticate(session, requestId, hello);
        }
    }

    private void authenticate(NodeSession session, long requestId, Hello hello) {
        Principal principal;
        try {
            principal = tokens.verify(hello.token(), nowEpochSeconds);
        } catch (TokenException e) {
            answers.refuse(session, Opcode.HELLO, requestId, Status.UNAUTHENTICATED, e.getMessage());
            return;
        }
        if (principal.role() != hello.role()) {
            String detail = "the token is one of role " + principal.role() + ", HELLO says " + hello.role();
            answers.refuse(session, Opcode.HELLO, requestId, Status.UNAUTHENTICATED, detail);
        } else if (session.principal() != null) {
            String detail = "this connection said HELLO before: open another one";
            answers.refuse(session, Opcode.HELLO, requestId, Status.INVALID_ARGUMENT, detail);
        } else if (principal.role() == Role.CLIENT && !core.mayServe(principal.jobNumber())) {
            answers.dropped(session, Opcode.HELLO, requestId, principal.jobNumber());
        } else if (principal.role() == Role.CLIENT && !core.mayConnect(principal.jobNumber())) {
            int allowed = jobs.grant(principal.jobNumber()).maxConnections();
            answers.tooManyConnections(session, requestId, principal.jobNumber(), allowed);
        } else {
            greet(session, requestId, principal);
        }
    }

    private void greet(NodeSession session, long requestId, Principal principal) {
        session.authenticated(principal);
        session.peer().authenticated();
        if (principal.role() == Role.CLIENT) {
            jobs.connected(principal.jobNumber());
        }
        answers.ok(session, Opcode.HELLO, requestId, greeting(principal.jobNumber()));
    }

    void closed(NodeSession session) {
        Principal principal = session.principal();
        if (principal != null && principal.role() == Role.CLIENT) {
            jobs.disconnected(principal.jobNumber());
        }
    }

    private HelloReply greeting(long job) {
        return new HelloReply(
                Hello.VERSION,
                0,
                config.nodeId(),
                core.incarnation(),
                0,
                UploadId.NONE,
                0,
                config.frameBytesMax(),
                0,
                config.chunkBytesMax(),
                job,
                0,
                WeightMap.EMPTY);
    }

    /**
     * Whether the session is a client's, and may do that. Refuses if not.
     *
     * @param permission of {@link io.pocket.protocol.token.JobToken}
     */
    boolean isClient(NodeSession session, Opcode opcode, long requestId, int permission) {
        Principal principal = session.principal();
        if (!isKnown(session, opcode, requestId)) {
            return false;
        }
        if ((principal.permissions() & permission) == 0) {
            answers.refuse(session, opcode, requestId, Status.FORBIDDEN, "the token does not permit " + opcode);
            return false;
        }
        if (!core.mayServe(principal.jobNumber())) {
            answers.dropped(session, opcode, requestId, principal.jobNumber());
            return false;
        }
        if (principal.role() == Role.CLIENT) {
            jobs.asked(principal.jobNumber());
        }
        return true;
    }

    /** Whether the session is the controller's. Refuses if not. */
    boolean isController(NodeSession session, Opcode opcode, long requestId) {
        return isKnown(session, opcode, requestId)
                && isAllowed(session, opcode, requestId, session.principal().role() == Role.CONTROLLER);
    }

    /** Whether the session is one of any service. Refuses if not. */
    boolean isService(NodeSession session, Opcode opcode, long requestId) {
        return isKnown(session, opcode, requestId)
                && isAllowed(session, opcode, requestId, session.principal().role() != Role.CLIENT);
    }

    private boolean isAllowed(NodeSession session, Opcode opcode, long requestId, boolean allowed) {
        if (!allowed) {
            String detail = opcode + " is not for a " + session.principal().role();
            answers.refuse(session, opcode, requestId, Status.FORBIDDEN, detail);
        }
        return allowed;
    }

    private boolean isKnown(NodeSession session, Opcode opcode, long requestId) {
        Principal principal = session.principal();
        if (principal == null) {
            answers.refuse(session, opcode, requestId, Status.UNAUTHENTICATED, "say HELLO first");
            return false;
        }
        if (nowEpochSeconds >= principal.expiresAtEpochSeconds()) {
            String detail = "the token has expired: connect anew with a new one";
            answers.refuse(session, opcode, requestId, Status.UNAUTHENTICATED, detail);
            return false;
        }
        return true;
    }
}

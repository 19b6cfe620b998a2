package io.pocket.control.fault;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a start-up failure as what is wrong and what to do, instead of a stack trace. */
final class RemediableFailureAnalyzer extends AbstractFailureAnalyzer<RemediableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RemediableException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}

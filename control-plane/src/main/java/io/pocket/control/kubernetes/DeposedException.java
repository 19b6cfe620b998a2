package io.pocket.control.kubernetes;

/** Another controller has led since this one began to: this one must not change anything any more. */
final class DeposedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeposedException(String template, long mine, long found) {
        super("PodTemplate " + template + " carries leader epoch " + found + ", this controller's is " + mine);
    }
}

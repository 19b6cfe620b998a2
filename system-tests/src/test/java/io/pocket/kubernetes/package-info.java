/** The manifests in {@code kustomize} and {@code deploy}: rendered, and held to what the processes read and need. */
package io.pocket.kubernetes;

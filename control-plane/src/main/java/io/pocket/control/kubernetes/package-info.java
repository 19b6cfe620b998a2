/**
 * The tiers of a Kubernetes cluster: pods that the controller makes from a PodTemplate for each tier, and the lease of the controller that may do so.
 *
 * <p>{@link io.pocket.control.kubernetes.TierPlan} decides, without I/O, from what was seen; everything else sees or does.
 */
package io.pocket.control.kubernetes;

/**
 * SPDK's functions as they are: which releases were tried, how their libraries are loaded, signatures, struct layouts. The only
 * place that knows any of it. Nothing here owns anything; who may call what on which thread is SPDK's rule and said there.
 */
package io.pocket.data.nativeplane.spdk.raw;

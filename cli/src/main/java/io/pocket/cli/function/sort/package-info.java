/**
 * Distributed sort: mappers generate and sort their slice and cut it by key range, reducers merge, verifiers check.
 * Records stay in byte arrays; nothing is allocated per record. One thread.
 */
package io.pocket.cli.function.sort;

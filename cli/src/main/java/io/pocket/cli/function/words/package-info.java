/**
 * Word count: mappers count the words of their files, combine, and shuffle by hash; reducers add up; a verifier counts
 * again in the straight way and compares. A word is a longest run of ASCII letters, digits, underscores and bytes above
 * 127 (so UTF-8 words stay whole), cut every 1,024 bytes. One thread.
 */
package io.pocket.cli.function.words;

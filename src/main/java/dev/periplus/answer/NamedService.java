package dev.periplus.answer;

/**
 * A service that a host name or certificate in a flow identifies.
 *
 * @param service its id
 * @param host the name
 * @param field of the metadata that holds the name
 */
public record NamedService(String service, String host, String field) {}

package dev.periplus.rule;

import dev.periplus.rulefile.Packed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * One file of {@code rules/services/}: an application, its host names, and the names in certificates that it signs
 * itself.
 *
 * @param id the application
 * @param name display name
 * @param category purpose
 * @param suffixes domains that belong to it with all subdomains
 * @param names single host names that belong to it
 * @param certificates subject or issuer names that only it uses, compared exactly
 * @param firstLabels labels with which the names begin that it asks DNS for
 * @param tokens WebSocket subprotocols, SSH identification strings and HTTP user agents that only it uses, compared
 *     exactly
 */
public record Service(
        String id,
        String name,
        String category,
        List<String> suffixes,
        List<String> names,
        List<String> certificates,
        List<String> firstLabels,
        List<String> tokens) {

    void write(DataOutput out) throws IOException {
        Packed.write(out, id);
        Packed.write(out, name);
        Packed.write(out, category);
        Packed.write(out, suffixes);
        Packed.write(out, names);
        Packed.write(out, certificates);
        Packed.write(out, firstLabels);
        Packed.write(out, tokens);
    }

    static Service read(DataInput in) throws IOException {
        return new Service(
                Packed.text(in),
                Packed.text(in),
                Packed.text(in),
                Packed.read(in),
                Packed.read(in),
                Packed.read(in),
                Packed.read(in),
                Packed.read(in));
    }
}

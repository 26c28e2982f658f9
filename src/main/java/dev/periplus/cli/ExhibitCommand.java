package dev.periplus.cli;

import dev.periplus.command.Captures;
import dev.periplus.command.Exhibit;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Path;

/** {@code periplus exhibit FLOW|FINDING -w case.zip FILE…}: packs what proves the label of a flow, or a finding. */
final class ExhibitCommand extends Command {
    ExhibitCommand() {
        super(
                "exhibit",
                "FLOW|FINDING -w CASE.zip FILE...: pack what proves a label or a finding, for others to verify");
    }

    @Override
    Arguments options() {
        return ReviewCommand.indicators(CaptureOptions.declare(
                                PathOptions.declare("periplus exhibit [options] N|UID|FINDING -w CASE.zip FILE..."))
                        .group("Output")
                        .value("w", "write", "FILE", "archive to write")
                        .value(null, "sign", "KEY.pem", "sign the manifest with this Ed25519 private key (PKCS #8)")
                        .flag(
                                null,
                                "others",
                                "add what tshark and ndpiReader say of the packets, if they are installed")
                        .group("Findings"))
                .example("periplus exhibit 1 -w case.zip capture.pcap")
                .example("periplus exhibit F0123456789a -w case.zip captures/");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (parsed.rest().isEmpty()) {
            throw new UsageException(
                    "exhibit takes the number or uid of a flow, or the id of a finding, then captures");
        }
        Captures captures = CaptureOptions.afterFirst(parsed);
        String key = parsed.get("sign");
        return Exit.of(
                new Exhibit(PathOptions.reading(parsed), captures, parsed.rest().get(0), PacketFile.of(parsed))
                        .indicators(parsed.all("indicators"))
                        .sign(key == null ? null : Path.of(key))
                        .others(parsed.has("others"))
                        .run(console(parsed, terminal)));
    }
}

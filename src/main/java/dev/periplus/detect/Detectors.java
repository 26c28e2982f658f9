package dev.periplus.detect;

import dev.periplus.classify.Detector;
import java.util.List;

/** The list of detectors: one line each. */
public final class Detectors {
    private Detectors() {}

    /** New instances, for one shard. */
    public static List<Detector> all() {
        return List.of(
                new DnsDetector(),
                new TlsDetector(),
                new HttpDetector(),
                new QuicDetector(),
                new DtlsDetector(),
                new SshDetector(),
                new LdapDetector(),
                new SnmpDetector(),
                new KerberosDetector(),
                new SipDetector(),
                new RtpDetector());
    }
}

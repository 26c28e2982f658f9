package dev.periplus.detect;

import dev.periplus.classify.Announcer;
import dev.periplus.classify.Detector;
import dev.periplus.classify.Handover;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.flow.DatagramKind;
import java.util.List;

/** Lists the detectors, handovers and announcers. */
public final class Detectors {
    private Detectors() {}

    /** Creates instances for one shard, which hide passwords. */
    public static List<Detector> all() {
        return all(false);
    }

    /**
     * Creates instances for one shard.
     *
     * @param secrets whether records show passwords
     */
    public static List<Detector> all(boolean secrets) {
        Secrets shown = new Secrets(secrets);
        return List.of(
                new DnsDetector(),
                new TlsDetector(),
                new HttpDetector(),
                new Http3Detector(),
                new QuicDetector(),
                new QuicShortDetector(),
                new DtlsDetector(),
                new SshDetector(),
                new LdapDetector(shown),
                new SnmpDetector(shown),
                new KerberosDetector(),
                new SipDetector(),
                new RtpDetector(),
                new SmbDetector(),
                new RdpDetector(),
                new TunnelDetector(),
                new ShellDetector(),
                new DiscoveryDetector(),
                new GreetingDetector(),
                new BannerDetector(),
                new ChecksumDetector(),
                new CountingDetector());
    }

    /** Creates instances for one shard, which hide passwords. */
    public static List<Handover> handovers() {
        return handovers(false, new SecretStore());
    }

    /**
     * Creates instances for one shard.
     *
     * @param secrets whether records show passwords
     * @param keys open what is encrypted
     */
    public static List<Handover> handovers(boolean secrets, SecretStore keys) {
        return List.of(
                new HttpHandover(),
                new ProxyHeader(),
                new Socks(new Secrets(secrets)),
                new StartTls(),
                new NetbiosSession(),
                new Interleaved(),
                new Multiplexed("stun", DatagramKind.STUN),
                new Decrypting("tls", keys, TlsOpener::new, null),
                new Decrypting("quic", keys, QuicOpener::new, null),
                new Decrypting("dtls", keys, DtlsOpener::new, new Multiplexed("dtls", DatagramKind.DTLS)));
    }

    /** Creates instances for one shard, which hide passwords. */
    public static List<Announcer> announcers() {
        return announcers(false);
    }

    /**
     * Creates instances for one shard.
     *
     * @param secrets whether records show passwords
     */
    public static List<Announcer> announcers(boolean secrets) {
        Secrets shown = new Secrets(secrets);
        return List.of(
                new FtpAnnouncer(shown),
                new TftpAnnouncer(),
                new SdpAnnouncer(shown),
                new RtspAnnouncer(shown),
                new PortmapAnnouncer(),
                new EndpointMapAnnouncer(),
                new TurnAnnouncer(),
                new PeersAnnouncer(),
                new DnsAnnouncer(),
                new H225Announcer(),
                new ArpFacts(),
                new NeighbourFacts(),
                new DhcpFacts(),
                new Dhcp6Facts(),
                new NetbiosNameFacts(),
                new NetbiosDatagramFacts(),
                new SsdpFacts(),
                new WsDiscoveryFacts(),
                new SnmpFacts(),
                new LldpFacts(),
                new CdpFacts(),
                new LineLogins(shown),
                new HttpLogins(shown),
                new TelnetLogins(shown),
                new MqttLogins(shown),
                new XmppLogins(shown),
                new AmqpLogins(shown),
                new PostgresqlLogins(shown),
                new MysqlLogins(shown),
                new EchoAnnouncer());
    }
}

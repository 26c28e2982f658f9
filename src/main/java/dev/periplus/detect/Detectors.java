package dev.periplus.detect;

import dev.periplus.classify.Announcer;
import dev.periplus.classify.Detector;
import dev.periplus.classify.Handover;
import dev.periplus.flow.DatagramKind;
import java.util.List;

/** Lists the detectors, handovers and announcers. */
public final class Detectors {
    private Detectors() {}

    /** Creates instances for one shard. */
    public static List<Detector> all() {
        return List.of(
                new DnsDetector(),
                new TlsDetector(),
                new HttpDetector(),
                new QuicDetector(),
                new QuicShortDetector(),
                new DtlsDetector(),
                new SshDetector(),
                new LdapDetector(),
                new SnmpDetector(),
                new KerberosDetector(),
                new SipDetector(),
                new RtpDetector(),
                new SmbDetector(),
                new RdpDetector(),
                new TunnelDetector(),
                new DiscoveryDetector(),
                new GreetingDetector(),
                new BannerDetector(),
                new ChecksumDetector(),
                new CountingDetector());
    }

    /** Creates instances for one shard. */
    public static List<Handover> handovers() {
        return List.of(
                new HttpHandover(),
                new ProxyHeader(),
                new Socks(),
                new StartTls(),
                new NetbiosSession(),
                new Interleaved(),
                new Multiplexed("stun", DatagramKind.STUN),
                new Multiplexed("dtls", DatagramKind.DTLS));
    }

    /** Creates instances for one shard. */
    public static List<Announcer> announcers() {
        return List.of(
                new FtpAnnouncer(),
                new TftpAnnouncer(),
                new SdpAnnouncer(),
                new RtspAnnouncer(),
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
                new CdpFacts());
    }
}

package dev.coxswain.kubeproxy.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Turns the zone's answers into DNS messages. Pure.
final class Replies {
  /// Short, because endpoints come and go; what CoreDNS uses too.
  private static final long TTL_SECONDS = Duration.ofSeconds(5).toSeconds();

  private static final int SRV_PRIORITY = 0;
  private static final int SRV_WEIGHT = 100;

  private final Name origin;
  private final long serial;

  /// @param domain the zone's name, for the start of authority
  /// @param serial grows with every change of the zone
  Replies(String domain, long serial) {
    this.origin = absolute(domain);
    this.serial = serial;
  }

  static QueryType typeOf(Record question) {
    return switch (question.getType()) {
      case Type.A -> QueryType.A;
      case Type.CNAME -> QueryType.CNAME;
      case Type.SRV -> QueryType.SRV;
      case Type.PTR -> QueryType.PTR;
      case Type.TXT -> QueryType.TXT;
      case Type.ANY -> QueryType.ANY;
      default -> QueryType.OTHER;
    };
  }

  /// The reply with records, or with the start of authority that says how long "no" may be
  /// remembered.
  Message found(Message query, Answer.Found found) {
    var reply = start(query, Rcode.NOERROR);
    found.records().forEach(data -> reply.addRecord(record(data), Section.ANSWER));
    if (found.records().isEmpty()) {
      reply.addRecord(authority(), Section.AUTHORITY);
    }
    return reply;
  }

  Message noSuchName(Message query) {
    var reply = start(query, Rcode.NXDOMAIN);
    reply.addRecord(authority(), Section.AUTHORITY);
    return reply;
  }

  /// A reply without records: SERVFAIL, REFUSED, FORMERR …
  static Message failure(Message query, int rcode) {
    var reply = start(query, rcode);
    reply.getHeader().unsetFlag(Flags.AA);
    return reply;
  }

  /// The same question about another name, to be asked of somebody else.
  static Message question(String name, Record like) {
    return Message.newQuery(Record.newRecord(absolute(name), like.getType(), like.getDClass()));
  }

  /// Adds somebody else's answer, good or bad, to a reply that ends in an alias.
  static void append(Message reply, Message rest) {
    rest.getSection(Section.ANSWER).forEach(record -> reply.addRecord(record, Section.ANSWER));
    reply.getHeader().setRcode(rest.getRcode());
    reply.getHeader().unsetFlag(Flags.AA);
  }

  private static Message start(Message query, int rcode) {
    var reply = new Message(query.getHeader().getID());
    var header = reply.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.AA);
    header.setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      header.setFlag(Flags.RD);
    }
    header.setRcode(rcode);
    if (query.getQuestion() != null) {
      reply.addRecord(query.getQuestion(), Section.QUESTION);
    }
    return reply;
  }

  private Record authority() {
    return new SOARecord(
        origin,
        DClass.IN,
        TTL_SECONDS,
        absolute("ns.dns." + origin.toString(true)),
        absolute("hostmaster." + origin.toString(true)),
        serial,
        7200,
        1800,
        86_400,
        TTL_SECONDS);
  }

  private static Record record(Answer.Data data) {
    Name name = absolute(data.name());
    return switch (data) {
      case Answer.Data.A(_, var address) ->
          new ARecord(name, DClass.IN, TTL_SECONDS, ipv4(address));
      case Answer.Data.Alias(_, var target) ->
          new CNAMERecord(name, DClass.IN, TTL_SECONDS, absolute(target));
      case Answer.Data.Srv(_, int port, var target) ->
          new SRVRecord(
              name, DClass.IN, TTL_SECONDS, SRV_PRIORITY, SRV_WEIGHT, port, absolute(target));
      case Answer.Data.Ptr(_, var target) ->
          new PTRRecord(name, DClass.IN, TTL_SECONDS, absolute(target));
      case Answer.Data.Txt(_, var text) -> new TXTRecord(name, DClass.IN, TTL_SECONDS, text);
    };
  }

  private static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalStateException("not a DNS name: " + name, e);
    }
  }

  private static InetAddress ipv4(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("not an IPv4 address: " + address, e);
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Every bound that we put on what a peer may send or a message may hold. Each has a unit and a
/// reason; exceeding one is `ErrorKind::Limit` and never a crash.
namespace fulmar::limits {

// IMAP
inline constexpr std::size_t imapLine = 1024 * 1024; ///< bytes; one response without its literals
inline constexpr std::size_t imapSearchLine
    = 64 * 1024 * 1024; ///< bytes; SEARCH without ESEARCH in a mailbox of millions
inline constexpr std::size_t imapSmallLiteral
    = 64 * 1024; ///< bytes; larger ones are handed out in chunks
inline constexpr std::uint64_t imapNonBodyLiteral
    = 16 * 1024 * 1024; ///< bytes; envelopes and names are never this big
inline constexpr std::uint64_t imapBodyLiteral
    = 512ULL * 1024 * 1024; ///< bytes; no provider delivers more
inline constexpr std::size_t imapLiteralsPerResponse = 65536; ///< count; stops endless responses
inline constexpr std::size_t imapResponseBytes
    = 64 * 1024 * 1024; ///< bytes; lines and small literals of one response
inline constexpr std::size_t imapCopiedUids
    = 1'000'000; ///< count; COPYUID is expanded, a range bomb must not be
inline constexpr std::size_t imapKnownUids
    = 4096; ///< bytes; set that a SELECT names, servers refuse lines over 8,192
inline constexpr std::uint64_t imapInflateRatio
    = 200; ///< octets out for one in; mail gives 3 to 20, deflate can give 1,032
inline constexpr std::uint64_t imapInflateSlack
    = 64ULL * 1024 * 1024; ///< bytes above that ratio; a file of zeros is no attack yet
inline constexpr std::size_t imapServerText
    = 1024; ///< bytes; what a person gets to see of a server's words
inline constexpr std::size_t nestingDepth
    = 64; ///< levels; parenthesised data deeper than this is an attack
inline constexpr std::size_t flagsPerMessage = 4096; ///< count
inline constexpr std::size_t flagLength = 1024; ///< bytes
inline constexpr std::size_t foldersPerAccount = 100'000; ///< count

// SMTP
inline constexpr std::size_t smtpReplyLine
    = 4096; ///< bytes; RFC 5321 says 512, Google and Microsoft send more
inline constexpr std::size_t smtpReplyLines = 512; ///< count; lines of one reply
inline constexpr std::size_t smtpOutputChunk
    = 64 * 1024; ///< bytes; so much of a body is prepared at a time
inline constexpr std::size_t smtpPath
    = 480; ///< bytes; an address that still fits a command line of 512 octets
inline constexpr std::size_t smtpAuthLine
    = 510; ///< bytes; AUTH with initial response, RFC 4954 section 4

// POP3
inline constexpr std::size_t pop3Line
    = 4096; ///< bytes; RFC 2449 says 512, providers put links into their refusals
inline constexpr std::size_t pop3ServerText
    = 1024; ///< bytes; what a person gets to see of a server's words
inline constexpr std::size_t pop3Chunk = 64 * 1024; ///< bytes; a message is handed out in pieces
inline constexpr std::size_t pop3Messages = 1'000'000; ///< count; lines of LIST and UIDL
inline constexpr std::size_t pop3Capabilities = 256; ///< count; lines of CAPA that are kept
inline constexpr std::size_t pop3Uidl
    = 512; ///< bytes; RFC 1939 says 70, nothing is gained by refusing longer ones
inline constexpr std::size_t pop3Pipeline
    = 256; ///< count; commands without an answer, 3 KiB that every socket buffer takes
inline constexpr std::uint32_t pop3LoginDelay
    = 24 * 3600; ///< seconds; a longer pause would lock a mailbox out
inline constexpr std::uint64_t pop3Message
    = 512ULL * 1024 * 1024; ///< bytes; no provider delivers more

// SASL
inline constexpr unsigned scramMinimumIterations = 4096; ///< count; RFC 7677 section 4
inline constexpr unsigned scramIterations
    = 1'000'000; ///< count; a second of work, more is an attack
inline constexpr std::size_t saslChallenge
    = 64 * 1024; ///< bytes of base64; real ones are under 2 KiB
inline constexpr int saslRounds = 10; ///< challenges of one exchange; no mechanism needs over four

// MIME (mimetic 0.9.8: stack overflow at 2,000 levels on a 256 KiB stack; 12 s for a header line of
// 10 MB)
inline constexpr std::size_t mimeDepth = 100; ///< levels of multiparts
inline constexpr std::size_t mimeHeaderBlock = 256 * 1024; ///< bytes; one header block
inline constexpr std::size_t mimeHeaderField = 64 * 1024; ///< bytes; one field with its folds
inline constexpr std::size_t mimeParts = 10'000; ///< count; parts of one message
inline constexpr std::size_t mimeAddresses = 10'000; ///< count; addresses of one field

// Undo
inline constexpr std::int64_t undoSteps = 100; ///< count; changes that can be taken back
inline constexpr std::int64_t undoSeconds
    = 7 * 24 * 3600; ///< after that nobody remembers what the last change was

} // namespace fulmar::limits

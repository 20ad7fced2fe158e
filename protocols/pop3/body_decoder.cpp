// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/body_decoder.h"

namespace fulmar::pop3 {

std::size_t BodyDecoder::decode(std::string_view bytes, std::string& out)
{
    std::size_t at = 0;
    while (at < bytes.size() && m_state != State::End) {
        const char c = bytes[at];
        switch (m_state) {
        case State::LineStart:
            if (c == '.') {
                m_state = State::Dot;
                ++at;
            } else {
                m_state = State::Text;
            }
            break;
        case State::Dot: // held back: it is stuffing or the end
            m_state = c == '\r' ? State::DotCr : State::Text;
            at += c == '\r' ? 1 : 0;
            break;
        case State::DotCr:
            if (c == '\n') {
                m_state = State::End;
                ++at;
            } else {
                out += '\r'; // the line began with a stuffed dot and a bare CR
                m_state = c == '\r' ? State::Cr : State::Text;
                if (c == '\r') {
                    out += c;
                    ++at;
                }
            }
            break;
        default:
            at += decodeText(bytes.substr(at), out);
        }
    }
    return at;
}

/// Copies up to the next line start; the bulk of a message goes through here in whole runs.
std::size_t BodyDecoder::decodeText(std::string_view bytes, std::string& out)
{
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (m_state == State::Cr && bytes[at] == '\n') {
            m_state = State::LineStart;
            ++at;
            if (at < bytes.size() && bytes[at] != '.') {
                m_state = State::Text; // the ordinary case goes on without a copy
                continue;
            }
            break;
        }
        m_state = State::Text;
        const std::size_t cr = bytes.find('\r', at);
        if (cr == std::string_view::npos) {
            at = bytes.size();
        } else {
            at = cr + 1;
            m_state = State::Cr;
        }
    }
    out += bytes.substr(0, at);
    return at;
}

} // namespace fulmar::pop3

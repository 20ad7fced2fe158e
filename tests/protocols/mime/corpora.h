// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonValue>

#include <filesystem>
#include <optional>
#include <string>

/// Access to the shared test data, which is not part of the source tree.
namespace fulmar::testing {

/// The folder of FULMAR_CORPORA, or the one beside the source tree; nothing where there is none.
std::optional<std::filesystem::path> corpora();

/// The bytes of a file; empty where it cannot be read.
std::string bytesOf(const std::filesystem::path& file);

/// The rows of one table of a file in dovecot-vectors: where `array` and `function` ("" = any)
/// match.
QJsonArray dovecotRows(
    const std::string& file, const std::string& array, const std::string& function = {});

/// A JSON text as bytes; {"$hex": …} holds bytes that are not UTF-8.
std::string bytesOf(const QJsonValue& value);

} // namespace fulmar::testing

#define FULMAR_REQUIRE_CORPORA()                                                                   \
    if (!fulmar::testing::corpora())                                                               \
    GTEST_SKIP() << "no corpora: set FULMAR_CORPORA"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "platform/profile.h"

namespace fulmar::app {

/// The right to write to a profile: held by one program at a time, given back by the kernel when
/// that program ends in any way.
class ProfileLock {
public:
    ProfileLock() = default;
    ~ProfileLock();
    ProfileLock(ProfileLock&& other) noexcept;
    ProfileLock& operator=(ProfileLock&& other) noexcept;
    ProfileLock(const ProfileLock&) = delete;
    ProfileLock& operator=(const ProfileLock&) = delete;

    /// Takes the lock or says at once who has it. Errors: Storage "locked" (`where` names the
    /// process), "cannot-create".
    static Result<ProfileLock> take(const Profile& profile);
    [[nodiscard]] bool isHeld() const { return m_file >= 0; }
    void release();

private:
    explicit ProfileLock(int file) : m_file(file) { }
    int m_file = -1;
};

} // namespace fulmar::app
